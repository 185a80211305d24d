"""What happens between people, whoever causes it: a confirmed task reaches its customers, somebody speaks, a hand-over
takes effect. `api/` and `ctl/` come here; nothing here knows HTTP."""
