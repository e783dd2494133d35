using Test, Spline

@test interpolate([1, 2]) == 3
