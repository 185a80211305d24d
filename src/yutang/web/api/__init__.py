"""Routes by area. Each handler names the permission it asks for; a test tries each as every role."""
