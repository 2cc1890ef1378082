package org.dossierhub.signing.verification;

/**
 * What a detached signature was made over, where it lies beside the file with the signature.
 *
 * @param name the last part of its path; XML signatures may refer to their content by name
 */
public record DetachedContent(String name, byte[] bytes) {}
