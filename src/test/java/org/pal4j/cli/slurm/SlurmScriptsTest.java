package org.pal4j.cli.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.Main;
import org.pal4j.sweep.Sweep;

/** What is handed to Slurm; that Slurm takes it is tried by slurm-test.sh. */
class SlurmScriptsTest {
    @TempDir
    private Path folder;

    private static SlurmScripts scripts(String folder, Optional<String> extra) {
        return new SlurmScripts("etas", Path.of(folder), Path.of("/opt/it's here/pal4j"), 8, 2, 768, 45, extra, Optional.of("/opt/jdk 25"), "-Dx=y",
                List.of("--data", "/data/of mine", "--quiet"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are other paths")
    void anArrayJob() {
        assertEquals("""
                #!/usr/bin/env bash
                #SBATCH --job-name=pal4j-etas
                #SBATCH --array=1-8
                #SBATCH --cpus-per-task=2
                #SBATCH --mem=2048M
                #SBATCH --time=45
                #SBATCH --requeue
                #SBATCH --signal=B:USR1@60
                #SBATCH --output="/home/me/100%% mine/slurm/%A_%a.log"
                #SBATCH --partition=short

                export PAL4J_JAVA_HOME='/opt/jdk 25'
                export PAL4J_JAVA_OPTS='-Xmx768m -Dx=y'
                '/opt/it'\\''s here/pal4j' sweep --resume '/home/me/100% mine' --data '/data/of mine' --quiet \\
                  --shard "$SLURM_ARRAY_TASK_ID/8" --threads "${SLURM_CPUS_PER_TASK:-1}" &
                task=$!
                # Slurm sends USR1 before the time limit. The task writes its checkpoints, and is queued again.
                again=''
                trap 'again=yes; kill -TERM "$task"' USR1
                trap 'kill -TERM "$task"' TERM
                while wait "$task"; status=$?; kill -0 "$task" 2>/dev/null; do :; done
                if [ -n "$again" ] && [ "$status" -ne 0 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 1000 ]; then
                  scontrol requeue "$SLURM_JOB_ID"
                fi
                exit "$status"
                """, scripts("/home/me/100% mine", Optional.of("--partition=short")).array());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are other paths")
    void aJobThatGathers() {
        String text = scripts("/s", Optional.empty()).gather();
        assertTrue(text.contains("#SBATCH --job-name=pal4j-etas-gather\n") && text.contains("#SBATCH --output=\"/s/slurm/gather-%j.log\"\n"), text);
        assertTrue(text.endsWith("'/opt/it'\\''s here/pal4j' sweep --gather /s\n"), text);
    }

    @Test
    void whatSlurmCantReadIsRefused() {
        assertTrue(assertThrows(InputException.class, () -> scripts("/a\"b", Optional.empty())).getMessage().contains("must have no quotes"));
        assertTrue(assertThrows(InputException.class, () -> scripts("/a", Optional.of("a\nb"))).getMessage().contains("must be one line"));
    }

    private static Sweep sweep(String name, String... settings) {
        List<String> all = new ArrayList<>(List.of("sweep={product: {taur: {from: 0, to: 1, points: 100}}}"));
        all.addAll(List.of(settings));
        return Catalog.sweep(name, all, notes -> {});
    }

    @Test
    void needs() {
        SlurmNeeds small = SlurmNeeds.of(sweep("yinyang", "epochs=1"), Optional.empty(), Optional.empty());
        assertEquals(new SlurmNeeds(64, 2, 512, 10), small, "two of 100 groups for some tasks, and floors for the rest");
        SlurmNeeds few = SlurmNeeds.of(sweep("yinyang"), Optional.of(2), Optional.empty());
        assertEquals(2, few.shards());
        assertEquals(4, few.cpus(), "50 groups for each, and so for four threads");
        assertTrue(few.minutes() > 60, "50 runs of 276 million steps on four threads: " + few);
        assertTrue(SlurmNeeds.of(sweep("yinyang"), Optional.of(100), Optional.empty()).minutes() < few.minutes());
        assertEquals(7, SlurmNeeds.of(sweep("yinyang"), Optional.of(2), Optional.of(7)).cpus());
        SlurmNeeds large = SlurmNeeds.of(sweep("mnist", "layers=[784, 8000, 10]", "snapshot_every=0", "eta_fw=1", "clamped_input=false"),
                Optional.of(2), Optional.empty());
        assertEquals(4, large.cpus(), "a network that shares its steps among threads");
        assertTrue(large.heap() > 512 && large.heap() < 8192, large.toString());
    }

    /** The program with a PATH on which there is only a stand-in for sbatch, or nothing. */
    private String submit(Optional<String> sbatch, int status) throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        if (sbatch.isPresent()) {
            assertTrue(Files.writeString(bin.resolve("sbatch"), sbatch.get()).toFile().setExecutable(true));
        }
        Path file = Files.writeString(folder.resolve("s.yaml"), "based_on: fig3abc\nname: s\nseeds: [1]\nsweep: {product: {taur: [0, 1]}}\n");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "-Dpal4j.home=" + folder, "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "sweep", file.toString(), "--out", folder.resolve("out").toString(), "--slurm", "--vector", "scalar", "--slurm-args=--qos=x");
        builder.environment().put("PATH", bin.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String said = Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
        assertEquals(status, process.exitValue(), said);
        return said;
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
    void bothJobsAreSubmitted() throws Exception {
        String said = submit(Optional.of("""
                #!/bin/sh
                echo "$@" >>"%s"
                echo 'sbatch: a word of warning' >&2
                echo '41;cluster'
                """.formatted(folder.resolve("calls"))), 0);
        String out = folder.resolve("out").toString();
        assertEquals(List.of("--parsable " + out + "/slurm/array.sbatch", "--parsable --dependency=afterany:41 " + out + "/slurm/gather.sbatch"),
                Files.readAllLines(folder.resolve("calls")));
        assertTrue(said.contains("submitted array job 41, and job 41, which gathers when it has ended"), said);
        assertTrue(said.contains("/out; what there is of them:  ./pal4j sweep --gather "), said);
        assertTrue(Files.readString(folder.resolve("out/slurm/array.sbatch")).contains("#SBATCH --qos=x\n"));
        assertTrue(Files.readString(folder.resolve("out/slurm/array.sbatch")).contains(" --vector scalar "));
        assertTrue(Files.exists(folder.resolve("out/points.csv")) && Files.exists(folder.resolve("out/configuration.yaml")));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are other paths")
    void withoutSlurmItSaysHowToSubmit() throws Exception {
        String said = submit(Optional.empty(), 0);
        assertTrue(said.contains("there is no sbatch on PATH, so nothing was submitted. Where there is one:\n  id=$(sbatch --parsable "), said);
        assertTrue(said.contains("  sbatch --dependency=afterany:${id%%;*} "), said);
        assertFalse(said.contains("submitted array job"), said);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
    void whatSbatchRefusesIsSaid() throws Exception {
        String said = submit(Optional.of("#!/bin/sh\necho 'sbatch: error: no such qos' >&2\nexit 1\n"), 1);
        assertTrue(said.contains("sbatch refused the array job; nothing runs. It said: sbatch: error: no such qos"), said);
        said = submit(Optional.of("#!/bin/sh\ncase $2 in --dep*) echo no; exit 1;; esac\necho 7\n"), 1);
        assertTrue(said.contains("array job 7 is submitted, but sbatch refused the one that gathers; gather with ./pal4j sweep --gather "), said);
    }
}
