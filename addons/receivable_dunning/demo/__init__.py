"""What the demo company has already written to its payers."""
