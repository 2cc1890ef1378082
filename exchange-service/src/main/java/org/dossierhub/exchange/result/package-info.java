/**
 * What an agency decided about a dossier: the PDF in its revisions, its number in the register, its
 * publication and what became of it afterwards. Read {@link org.dossierhub.exchange.result.Result}
 * first; what happens to results is told in {@code org.dossierhub.exchange.desk}.
 */
package org.dossierhub.exchange.result;
