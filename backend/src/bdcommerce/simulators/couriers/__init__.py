"""Couriers that only play: their protocols are spoken strictly, parcels move when somebody says so at their desks.

Names of places in `thanas.csv` are those of github.com/nuhil/bangladesh-geocode, commit 5622f68 (MIT, the licence
beside it), with today's spelling, the one before, and metropolitan thanas added. Each courier numbers and spells them
its own way, and leaves some out.
"""
