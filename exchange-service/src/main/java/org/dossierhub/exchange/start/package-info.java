/** How the hub starts. Read {@link org.dossierhub.exchange.start.StartHub} first. */
package org.dossierhub.exchange.start;
