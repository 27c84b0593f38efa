"""stockbond: the warehouse of the high-frequency stock-bond correlation."""
