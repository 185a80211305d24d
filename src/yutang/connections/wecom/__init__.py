"""What we learn of WeCom: asked for, compared with what is held, and told as facts."""
