"""What members of staff do to customers: each act is decided, recorded as facts and noted in the audit log at once."""
