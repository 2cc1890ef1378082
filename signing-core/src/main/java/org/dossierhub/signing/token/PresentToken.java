package org.dossierhub.signing.token;

/**
 * A token that is plugged in now.
 *
 * @param label the name given when it was initialised, without padding
 * @param serialNumber printed on it or in its chip
 * @param pin how careful its holder has to be
 */
public record PresentToken(String label, String serialNumber, PinState pin) {}
