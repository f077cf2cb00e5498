#!/usr/bin/env bash
#
# Uses PAL4J as a library. Installs a copy of this checkout with `mvn install` into a temporary local repository. Then a new
# Maven project depends on org.pal4j:pal4j and simulates a circuit, once on the module path and once on the class path.
# Writes only into a temporary folder. Prints one line per check; ends with status 1 if one failed.
#
#   bash src/test/install/install-test.sh   needs mvn and a JDK 25 or newer
#   PAL4J_JAVA_HOME                         that JDK, if it is in none of the usual places
#   PAL4J_INSTALL_KEEP=1                    keeps the folder

set -u
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
failures=0

tmp=$(mktemp -d "${TMPDIR:-/tmp}/pal4j-install.XXXXXX") && tmp=$(cd -P "$tmp" && pwd) || exit
trap 'if [ "${PAL4J_INSTALL_KEEP:-}" = 1 ]; then echo "kept: $tmp"; else rm -rf "$tmp"; fi' EXIT
trap 'exit 130' INT TERM

die() {
  echo "FAILED  $1"
  [ ! -f "$tmp/log" ] || tail -n 30 "$tmp/log"
  exit 1
}
# check WHAT CONDITION...: runs the condition, prints one line.
check() {
  local what=$1
  shift
  if "$@" >"$tmp/log" 2>&1; then echo "ok      $what"; else echo "FAILED  $what"; cat "$tmp/log"; failures=$((failures + 1)); fi
}

# --- a JDK, and a Maven with a local repository of its own ------------------------------------------------------------

usable() { [ -x "$1/bin/javac" ] && [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)" -ge 25 ] 2>/dev/null; }
jdk=''
for candidate in "${PAL4J_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
  if usable "$candidate"; then jdk=$candidate; break; fi
done
[ -n "$jdk" ] || { echo 'found no JDK 25 or newer; set PAL4J_JAVA_HOME' >&2; exit 2; }
command -v mvn >/dev/null || { echo 'not found: mvn' >&2; exit 2; }

# Takes artifacts from the user's local repository if they are there, and all others from Maven Central.
cat >"$tmp/settings.xml" <<XML
<settings>
  <profiles><profile><id>near</id>
    <repositories><repository><id>near</id><url>file://$HOME/.m2/repository</url></repository></repositories>
    <pluginRepositories><pluginRepository><id>near</id><url>file://$HOME/.m2/repository</url></pluginRepository></pluginRepositories>
  </profile></profiles>
  <activeProfiles><activeProfile>near</activeProfile></activeProfiles>
</settings>
XML
maven() {
  local folder=$1
  shift
  (cd "$folder" && mvn -q -B -ntp -Dstyle.color=never -gs "$tmp/settings.xml" "-Dmaven.repo.local=$tmp/repository" "$@" </dev/null)
}

# --- PAL4J is installed ----------------------------------------------------------------------------------------------

mkdir -p "$tmp/pal4j/src"
cp "$source_dir/pom.xml" "$source_dir/LICENSE" "$source_dir/NOTICE" "$tmp/pal4j/"
cp -R "$source_dir/src/main" "$source_dir/src/format" "$tmp/pal4j/src/"
silent() { ! grep -E '\[(WARNING|ERROR)\]' "$1"; } # not what the JVM says of Maven itself
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$source_dir/pom.xml")
maven "$tmp/pal4j" -Dmaven.test.skip=true -Dpal4j.quick -Dformat.skip=true install >"$tmp/log" 2>&1 || die 'mvn install'
cp "$tmp/log" "$tmp/installing"
echo 'ok      mvn install'
installed=$tmp/repository/org/pal4j/pal4j/$version
for file in ".jar" "-sources.jar" "-javadoc.jar" ".pom"; do check "installed: pal4j-$version$file" test -s "$installed/pal4j-$version$file"; done
contains() { # JAR FILE...
  local listing file
  listing=$("$jdk/bin/jar" --list --file "$1") || return
  shift
  for file in "$@"; do grep -qxF "$file" <<<"$listing" || { echo "no $file"; return 1; }; done
}
for file in .jar -sources.jar; do
  check "pal4j-$version$file has the licences" contains "$installed/pal4j-$version$file" META-INF/LICENSE META-INF/NOTICE \
    org/pal4j/report/licences.txt
done
check 'the sources are whole' contains "$installed/pal4j-$version-sources.jar" module-info.java org/pal4j/package-info.java \
  org/pal4j/session/Session.java
check 'the documentation has pages' contains "$installed/pal4j-$version-javadoc.jar" index.html \
  element-list search.html org.pal4j/org/pal4j/session/Session.html
check 'of exported packages only' test -z "$("$jdk/bin/jar" --list --file "$installed/pal4j-$version-javadoc.jar" | grep -E 'org/pal4j/(kernel|cli)/')"
check 'mvn install warns of nothing' silent "$tmp/installing"

# --- another project uses it ------------------------------------------------------------------------------------------------

# The name has a space on purpose.
user="$tmp/a user"
mkdir -p "$user/src/main/java/example"
cat >"$user/pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId><artifactId>example</artifactId><version>1</version>
  <properties>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
    <maven.compiler.release>25</maven.compiler.release>
  </properties>
  <dependencies>
    <dependency><groupId>org.pal4j</groupId><artifactId>pal4j</artifactId><version>$version</version></dependency>
  </dependencies>
  <build><plugins>
    <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
    <plugin>
      <artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version>
      <configuration>
        <showWarnings>true</showWarnings><failOnWarning>true</failOnWarning>
        <compilerArgs><arg>-Xlint:all,-requires-automatic,-requires-transitive-automatic,-incubating</arg></compilerArgs>
      </configuration>
    </plugin>
    <plugin>
      <artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version>
      <executions><execution>
        <phase>compile</phase><goals><goal>copy-dependencies</goal></goals>
        <configuration><includeScope>runtime</includeScope><outputDirectory>\${project.build.directory}/lib</outputDirectory></configuration>
      </execution></executions>
    </plugin>
  </plugins></build>
</project>
XML
cat >"$user/src/main/java/module-info.java" <<'JAVA'
module example {
    requires org.pal4j;
}
JAVA
cat >"$user/src/main/java/example/Main.java" <<'JAVA'
package example;

import java.util.List;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;

public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CircuitParameters parameters = CircuitParameters.builder().layers(4, 30, 3).noiseScale(List.of(0.01)).etaForward(List.of(0.01))
                .etaBackward(List.of(0.1)).etaPyramidalToInter(List.of(0.01)).etaInterToPyramidal(List.of(0.01)).alpha(List.of(1e-4)).build();
        Circuit circuit = new Circuit(parameters, new NoiseSource.Counter(1));
        for (int row = 0; row < 30; row++) {
            for (int column = 0; column < 4; column++) {
                circuit.matrix(Variable.W, 0).set(row, column, 0.01f * (row - column));
            }
        }
        circuit.input().set(new float[] {1, 0.5f, 0.25f, 0});
        circuit.target().set(new float[] {1, 0, 0});
        circuit.advance(Phase.LEARN, 1000);
        circuit.requireFinite();
        System.out.println(circuit.step() + " steps, prospective voltage " + circuit.prospective(1).get(29));
    }
}
JAVA
# Maven must run on the JDK that it compiles for, or it can't read the module descriptors of libraries.
compiles() { JAVA_HOME=$jdk maven "$user" compile; }
check 'a project that depends on it compiles, without a warning' compiles

java=$jdk/bin/java
classes=$user/target/classes
lib=$user/target/lib
on_module_path() { "$java" -p "$classes:$lib" -m example/example.Main; }
on_class_path() { "$java" "$@" -cp "$classes:$lib/*" example.Main; }
without_module() {
  local words
  words=$(on_class_path 2>&1) && return 1
  printf '%s\n' "$words"
  grep -q 'Exception in thread "main" org.pal4j.InputException: PAL4J needs Java.s Vector API.*add the option --add-modules jdk.incubator.vector' \
    <<<"$words"
}
check 'it simulates, on the module path: nothing to type' on_module_path
grep -q '^1000 steps, prospective voltage 0\.[0-9]*$' "$tmp/log" || { echo 'FAILED  what it computes:'; cat "$tmp/log"; failures=$((failures + 1)); }
grep '^1000 steps' "$tmp/log" >"$tmp/modules"
check 'it simulates, on the class path: --add-modules jdk.incubator.vector' on_class_path --add-modules jdk.incubator.vector
grep '^1000 steps' "$tmp/log" >"$tmp/classes"
check 'both give the same' cmp "$tmp/modules" "$tmp/classes"
check 'on the class path, without that option: one sentence says what to add' without_module
of_jar() {
  local words
  words=$("$java" -jar "$installed/pal4j-$version.jar" list 2>&1)
  [ $? -eq 2 ] && [ "$(wc -l <<<"$words")" -eq 1 ] && grep -q '^pal4j: with -jar' <<<"$words"
}
check 'java -jar: one sentence says how to start it' of_jar

echo "$failures failed"
[ "$failures" -eq 0 ]
