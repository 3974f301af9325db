"""Plain planning: what anybody would do without a planner. It reads the city with the checker's eyes (proof/)
and has sums of its own. items says what moves and where to, strategies when, write makes the documents."""
