package org.dossierhub.exchange.rest;

/**
 * The body of every answer that is not a success: a code for programs and one sentence in each
 * language for people.
 */
public record Problem(String code, String reasonVi, String reasonEn) {}
