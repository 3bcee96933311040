"""What tests share besides fixtures: clients, receivers, models, and where things lie."""
