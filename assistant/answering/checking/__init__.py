"""What one claim says that its sources do not: figures, names, the force of a rule, words."""
