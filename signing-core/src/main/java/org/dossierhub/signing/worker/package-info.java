/**
 * Strangers' bytes are read in child processes that can be killed and have a heap of their own
 * (docs/decisions/0012). Read {@link org.dossierhub.signing.worker.VerificationWorkers} first, then
 * {@link org.dossierhub.signing.worker.WorkerMain}, which runs in the child.
 */
package org.dossierhub.signing.worker;
