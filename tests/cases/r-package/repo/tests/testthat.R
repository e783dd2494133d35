library(testthat)
library(glmx)
test_check("glmx")
