package org.pal4j.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;

/**
 * A YAML parser that puts the list or mapping with an anchor, {@code &x}, in the place of each alias of it, {@code *x}. PyYAML writes aliases for
 * whatever is in a document twice. Jackson itself would read an alias as text.
 *
 * <p>Aliases of aliases can make a huge document from a small file, so the number of values that aliases stand for is limited.
 */
final class WithAliases extends JsonParserDelegate {
    /** Maximum number of tokens in the place of aliases. */
    private static final int MAX_UNFOLDED = 100_000;
    /** Maximum number of tokens that are kept for aliases. */
    private static final int MAX_KEPT = 1_000_000;
    private static final String MERGE = "<<";
    /** The beginning of the tags of YAML itself. */
    private static final String PLAIN = "tag:yaml.org,2002:";

    private final YAMLParser yaml;
    private final String name;
    private final Map<String, TokenBuffer> anchored = new HashMap<>();
    private final Deque<Recording> open = new ArrayDeque<>();
    private boolean replaying;
    private int unfolded;
    private int kept;

    /** The tokens of a list or a mapping whose end has not come yet. */
    private static final class Recording {
        private final String anchor;
        private final TokenBuffer tokens;
        private int depth;

        Recording(String anchor, JsonParser parser) {
            this.anchor = anchor;
            tokens = new TokenBuffer(parser.getCodec(), false);
        }
    }

    WithAliases(YAMLParser yaml, String name) {
        super(yaml);
        this.yaml = yaml;
        this.name = name;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = delegate.nextToken();
        if (token == null && replaying) {
            replaying = false;
            delegate = yaml;
            token = yaml.nextToken();
        }
        if (!replaying && token != null) {
            requireNoTag();
            if (token == JsonToken.FIELD_NAME && (yaml.isCurrentAlias() || yaml.currentName().equals(MERGE))) {
                throw fault(yaml.isCurrentAlias() ? "an alias can't be a key" : "keys can't be merged by <<; write the keys themselves");
            }
            if (yaml.isCurrentAlias()) {
                token = replay(yaml.getText());
            }
        }
        if (replaying && ++unfolded > MAX_UNFOLDED) {
            throw fault("aliases stand for more than " + MAX_UNFOLDED + " values; write fewer");
        }
        if (token != null) {
            record(token);
        }
        return token;
    }

    /** Rejects a tag such as {@code !!python/tuple}, which would be read without it. Those of plain values, {@code !!float}, are taken. */
    private void requireNoTag() throws IOException {
        Object tag = yaml.getTypeId();
        if (tag instanceof String name && (!name.startsWith(PLAIN) || name.startsWith(PLAIN + "python"))) {
            throw fault("the tag !" + Fault.shown(name.replace(PLAIN, "!")) + " is not read; write the value itself");
        }
    }

    private JsonToken replay(String alias) throws IOException {
        TokenBuffer tokens = anchored.get(alias);
        if (tokens == null) {
            boolean within = open.stream().anyMatch(recording -> recording.anchor.equals(alias));
            throw fault(
                    "the alias *" + Fault.shown(alias) + (within ? " stands for what it is itself a part of" : " stands for no list and no mapping")
                            + "; write the value itself");
        }
        replaying = true;
        delegate = tokens.asParser();
        return delegate.nextToken();
    }

    private void record(JsonToken token) throws IOException {
        String anchor = replaying || !token.isStructStart() ? null : yaml.getObjectId();
        if (anchor != null) {
            open.push(new Recording(anchor, yaml));
        }
        for (Recording recording : open) {
            recording.tokens.copyCurrentEvent(delegate);
            recording.depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (++kept > MAX_KEPT) {
                throw fault("too much is within anchors; write fewer");
            }
        }
        while (!open.isEmpty() && open.peek().depth == 0) {
            Recording done = open.pop();
            anchored.put(done.anchor, done.tokens);
        }
    }

    private InputException fault(String sentence) {
        return new InputException(
                name + (name.startsWith(Documents.SET) ? "" : ", line " + yaml.currentTokenLocation().getLineNr()) + ": " + sentence);
    }

    // The other methods that advance go through nextToken.

    @Override
    public @Nullable String nextFieldName() throws IOException {
        return nextToken() == JsonToken.FIELD_NAME ? delegate.currentName() : null;
    }

    @Override
    public boolean nextFieldName(SerializableString expected) throws IOException {
        return nextToken() == JsonToken.FIELD_NAME && expected.getValue().equals(delegate.currentName());
    }
}
