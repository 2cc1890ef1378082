/**
 * What happens when a message arrives. Read {@link org.dossierhub.exchange.intake.ReceiveDossier}
 * first.
 */
package org.dossierhub.exchange.intake;
