test_that("it fits", {
  expect_true(inherits(glmx(dist ~ speed, cars), "lm"))
})
