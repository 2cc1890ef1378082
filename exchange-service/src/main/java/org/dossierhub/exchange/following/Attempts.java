package org.dossierhub.exchange.following;

import java.time.Instant;
import java.util.Optional;

/** One attempt to deliver, or several in a row that came to the same end; delivered without why. */
public record Attempts(
    int first, int last, Instant beganAt, Instant endedAt, Optional<String> why) {}
