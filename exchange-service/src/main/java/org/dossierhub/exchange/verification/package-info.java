/**
 * What anybody may ask the hub about a file or a published result, without signing in. Read {@link
 * org.dossierhub.exchange.verification.VerifyUpload} first.
 */
package org.dossierhub.exchange.verification;
