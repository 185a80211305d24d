"""What is read of customers: the list, one of them, their timeline, and who may be one."""
