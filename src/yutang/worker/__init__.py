"""Work behind the screens: the handlers of every kind of job, and what runs by the clock."""
