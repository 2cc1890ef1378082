/**
 * The command line of the signing core: verdicts about files without any server. Read {@link
 * org.dossierhub.signing.cli.Verify} first; the contract is docs/protocol/verify-command-line.md.
 */
package org.dossierhub.signing.cli;
