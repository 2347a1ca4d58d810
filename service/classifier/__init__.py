"""Which code is it?"""
