package org.pal4j.cli;

import java.util.Map;
import org.pal4j.run.Environment;
import picocli.CommandLine.IVersionProvider;

/** Version shown by {@code --version}. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Map<String, String> environment = Environment.describe();
        return new String[] {"pal4j " + environment.get("pal4j") + ", commit " + environment.get("commit")};
    }
}
