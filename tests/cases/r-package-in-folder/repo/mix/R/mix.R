#' Fits a mixture of `k` normal distributions.
mix <- function(x, k = 2, steps = 50) {
    centre <- quantile(x, seq_len(k) / (k + 1))
    spread <- rep(sd(x), k)
    weight <- rep(1 / k, k)
    for (step in seq_len(steps)) {
        dense <- sapply(seq_len(k), function(i) {
            weight[i] * dnorm(x, centre[i], spread[i])
        })
        share <- dense / rowSums(dense)
        weight <- colMeans(share)
        centre <- colSums(share * x) / colSums(share)
        spread <- sqrt(colSums(share * outer(x, centre, "-")^2) / colSums(share))
    }
    structure(list(centre = centre, spread = spread, weight = weight), class = "mix")
}
