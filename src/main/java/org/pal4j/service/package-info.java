/**
 * Sessions and runs over HTTP, floor 11: {@code pal4j serve}. docs/service.md is for its users, and openapi.yaml beside the resources describes every
 * route.
 *
 * <p>{@link org.pal4j.service.Service} is the server, {@link org.pal4j.service.Tokens} who may use it, {@link org.pal4j.service.Roots} where it may
 * read and write. {@code Guard} looks at each request before anything else does. {@code Api} has each {@code Route}; those of sessions, runs, jobs
 * and charts are in {@code SessionRoutes}, {@code RunRoutes}, {@code JobRoutes} and {@code ChartRoutes}. {@code LivePage} is the page at {@code /},
 * whose files are in the resources. {@code Call} is one request, and {@code Bodies} reads and writes arrays. {@code Seats} holds the sessions, each
 * in a {@code Seat}. {@code Jobs} is the queue of long work, with what a {@code Job} tells in its {@code EventLog}. {@code RunWork} is a run into a
 * folder. {@code State} keeps everything over a restart. {@code Problem} is an answer that says what is wrong.
 *
 * <p>What a request asks of a session is done by {@code session.request}, as for programs on pipes. May use all floors below.
 */
package org.pal4j.service;
