"""What other libraries see of a report: each module needs the extra of its name."""
