"""The decisions of vendors: the vendor itself, what an application must hold, and what commission is due."""
