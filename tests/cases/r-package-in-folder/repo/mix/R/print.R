print.mix <- function(x, ...) {
    invisible(x)
}
