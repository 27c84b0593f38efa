"""The second stage of the simulated market: every macro series and asset price, made from its prices.

The first stage (`stockbond_simulator.market`) gives prices and so each day's realised regime. Here follow the
yield curve, term premia, convenience yields, the dollar, implied volatilities, flows and a cross-section of
assets, with the effects of the paper's tables 2 to 7 planted on that regime.

How effects are planted
    Every series is a signal plus a noise that has nothing to do with the type of day. The signal holds the
    planted effects given what really happened (returns, regimes, events), so an estimator that is linear in
    the series finds on average exactly what it finds on the signal: that is the truth recorded. Levels cannot
    drift for ever, so impulses die out; they are chosen such that the projection of the signal on the table's
    regressors has the planted coefficients to the last digit (`paths`). The noise is made of independent
    draws and, for term premia and the dollar, of what is left of bond yields and of the dollar future once
    the table's regressors are taken out. Estimates therefore lie somewhat closer to the truth than their
    errors say.

What is planted where the paper's tables overlap
    * A coefficient the paper finds insignificant (no star) is planted as zero, unless another one fixes it.
    * Intercepts of changes follow from levels that come back (T4, T7).
    * T6 fixes the dollar index: its means and alphas of T2 follow (the paper's agree within their errors;
      its alpha on risky days, 3.61, comes out near 3).
    * The alphas of T2 for euro and yen are planted with the betas that the paper's mean returns imply; where
      it prints neither mean nor alpha as significant, the alpha is zero and the mean follows from beta.
    * T2's mean returns of stock and note belong to the first stage, and so does the note's beta. The table's
      changes of volatility ask for more volatile stocks on safety days, which lowers the note's beta there:
      its alpha on safety days comes out near 7 (printed 5.03).
    * T7: column 5 is planted; columns 1 to 4 follow from it and from how its regressors go together.
    * T5's basis is that of T4 (one-year), so its mean change on safety days follows from T4's coefficients.
      Yield gaps move with the Treasury yield on all days alike, which gives the means on matched days.
    * T3: printed means of the factors; the insignificant ones are zero. Euro and yen belong to T2 and are in
      the cross-section too: the mean returns that T2 prints are about those that T3's factors give.
"""
