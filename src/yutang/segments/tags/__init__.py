"""Tags: their groups and names, who bears them, and the rules that put them on and take them off."""
