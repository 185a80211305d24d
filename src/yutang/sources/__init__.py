"""Where people come from: campaigns with live codes, who answers at each, how newcomers are greeted."""
