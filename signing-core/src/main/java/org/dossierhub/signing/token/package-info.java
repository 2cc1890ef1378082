/**
 * The private keys of officials, agencies and the hub, behind one small interface: whoever signs
 * asks for a chain and for a signature value and never sees the key. Read {@link
 * org.dossierhub.signing.token.SigningToken} first; {@link
 * org.dossierhub.signing.token.Pkcs11Token} is a USB token or an HSM, {@link
 * org.dossierhub.signing.token.Pkcs12Token} a key in a file or in memory.
 */
package org.dossierhub.signing.token;
