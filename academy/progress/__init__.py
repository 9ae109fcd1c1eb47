"""Learner events and the pure folds over them: XP, levels, streak, where to continue."""
