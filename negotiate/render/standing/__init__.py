"""What nobody would leave as tables, graphs and sentences."""
