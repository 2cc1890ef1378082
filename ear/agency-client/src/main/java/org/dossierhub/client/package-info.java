/**
 * The agency's side of the exchange: a folder from which dossiers are sent and into which they are
 * fetched, with nothing lost or doubled when a program or a line breaks in between
 * (docs/protocol/agency-client.md). Read {@link org.dossierhub.client.AgencyBox} first; {@link
 * org.dossierhub.client.AgencyProgram} is the command line.
 */
package org.dossierhub.client;
