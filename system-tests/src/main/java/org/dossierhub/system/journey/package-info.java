/**
 * One dossier from submission to a citizen's check, played against a running hub with neighbours,
 * desks and a signing agent as processes of their own. Read {@link
 * org.dossierhub.system.journey.DossierJourney} first.
 */
package org.dossierhub.system.journey;
