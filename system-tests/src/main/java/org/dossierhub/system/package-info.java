/**
 * Everything that looks at the hub from outside: the neighbours that exchange messages with it, the
 * documents people hand in, and the journey that plays one dossier from submission to a citizen's
 * check. Nothing here calls the hub in process. Read {@link
 * org.dossierhub.system.journey.DossierJourney} first.
 */
package org.dossierhub.system;
