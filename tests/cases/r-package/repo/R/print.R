print.glmx <- function(x, ...) {
  cat("glmx\n")
}
