library(mix)
fit <- mix(c(rnorm(50), rnorm(50, 5)))
stopifnot(length(fit$centre) == 2)
