"""The designs of the paper's tables: a tidy frame of days in, a tidy frame of estimates out.

Each function estimates one table for one sample; `estimates.by_sample` runs it for each sample of a mart.
"""
