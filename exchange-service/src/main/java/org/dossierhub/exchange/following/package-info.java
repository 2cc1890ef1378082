/**
 * What happened to a message, why it waits and what comes next, for whoever may know. Read {@link
 * org.dossierhub.exchange.following.FollowMessage} first.
 */
package org.dossierhub.exchange.following;
