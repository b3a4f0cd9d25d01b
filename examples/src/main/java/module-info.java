/** Programs that show Cresset at work. */
module dev.cresset.examples {
    requires dev.cresset;
    requires me.tongfei.progressbar;
}
