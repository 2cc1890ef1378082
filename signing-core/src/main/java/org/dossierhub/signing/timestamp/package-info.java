/**
 * Time-stamps of RFC 3161. Read {@link org.dossierhub.signing.timestamp.TimestampAuthority} first:
 * the border to the machine that proves when something existed.
 */
package org.dossierhub.signing.timestamp;
