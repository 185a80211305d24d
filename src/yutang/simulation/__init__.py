"""The simulated tenant's WeCom beside the server: a process of its own, its clock, its people. For the demo alone."""
