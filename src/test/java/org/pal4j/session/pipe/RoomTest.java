package org.pal4j.session.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pal4j.catalog.Catalog;
import org.pal4j.session.Session;
import org.pal4j.session.request.Ask;
import org.pal4j.session.request.Message;

/** Who has a session, and whom a cancel means. */
class RoomTest {
    private final Session session = Session.open(Catalog.study("yinyang", List.of("train_samples=10")), Session.Options.usual());
    private final Room room = new Room(1, session);

    private static Ask ask() {
        return new Ask(new Message(Map.of("do", "step"), new TreeMap<>()));
    }

    private boolean step() {
        session.meanwhile(room::meanwhile);
        return session.step(10, Set.of(), true, false);
    }

    @Test
    void aCancelBeforeTheWorkBeginsIsNotLost() {
        assertTrue(room.enter(ask()));
        room.cancel();
        assertFalse(step());
        assertEquals(0, session.steps());
    }

    @Test
    void aCancelMeansTheRequestsThatAreThereAndNoLaterOne() {
        room.cancel();
        assertTrue(room.enter(ask()));
        assertTrue(step());
        Ask waits = ask();
        Ask alsoWaits = ask();
        Ask later = ask();
        assertFalse(room.enter(waits));
        assertFalse(room.enter(alsoWaits));
        room.cancel();
        assertFalse(room.enter(later));
        assertEquals(waits, room.next());
        assertFalse(step());
        assertEquals(alsoWaits, room.next());
        assertFalse(step());
        assertEquals(later, room.next());
        assertTrue(step());
        assertNull(room.next());
        assertEquals(20, session.steps());
        assertTrue(room.enter(ask()));
        assertTrue(step());
    }
}
