/**
 * The names by which agencies, dossiers, procedures, files and certificate holders are known: small
 * records that check themselves, so that a wrong code stops where it enters. Read {@link
 * org.dossierhub.signing.identity.AgencyCode} first.
 */
package org.dossierhub.signing.identity;
