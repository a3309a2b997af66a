"""Programs of the developers: what derives tables, fits weights and fuzzes the kernel."""
