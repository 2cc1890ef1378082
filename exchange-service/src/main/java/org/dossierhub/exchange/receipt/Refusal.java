package org.dossierhub.exchange.receipt;

/** Why something is refused: code on the wire, the reason in both languages, and what was found. */
public record Refusal(String code, String vietnamese, String english, String detail) {}
