package org.pal4j.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A JSON parser that skips all {@code _comment} keys and their values. JSON has no comments, so some files use this key instead. */
final class WithoutComments extends JsonParserDelegate {
    /** The key of a comment; it may occur several times in one object. */
    private static final String COMMENT = "_comment";

    WithoutComments(JsonParser parser) {
        super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = delegate.nextToken();
        while (token == JsonToken.FIELD_NAME && delegate.currentName().equals(COMMENT)) {
            delegate.nextToken();
            delegate.skipChildren();
            token = delegate.nextToken();
        }
        return token;
    }

    // The other methods that advance go through nextToken.

    @Override
    public @Nullable String nextFieldName() throws IOException {
        return nextToken() == JsonToken.FIELD_NAME ? delegate.currentName() : null;
    }

    @Override
    public boolean nextFieldName(SerializableString name) throws IOException {
        return nextToken() == JsonToken.FIELD_NAME && name.getValue().equals(delegate.currentName());
    }
}
