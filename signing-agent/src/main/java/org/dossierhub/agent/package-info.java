/**
 * The program on an official's computer that signs with the official's own token. A page of the hub
 * asks it over loopback HTTP; the program fetches the document itself, shows what it is, takes the
 * PIN in a window of its own and hands the signed file back. Read {@link
 * org.dossierhub.agent.SignSession} first; {@link org.dossierhub.agent.AgentServer} is the door and
 * who may knock, {@code docs/protocol/signing-agent.md} the contract with the hub's page.
 */
package org.dossierhub.agent;
