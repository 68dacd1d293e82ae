<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ClinicDialog</name>
    <message numerus="yes">
        <source>%n photographs that you and this model have graded</source>
        <translation>
            <numerusform>One photograph that you and this model have graded</numerusform>
            <numerusform>%n photographs that you and this model have graded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message numerus="yes">
        <source>Show the %n photographs of the database</source>
        <translation>
            <numerusform>Show the photograph of the database</numerusform>
            <numerusform>Show the %n photographs of the database</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>&amp;All %n photographs of the list</source>
        <translation>
            <numerusform>&amp;The only photograph of the list</numerusform>
            <numerusform>&amp;All %n photographs of the list</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n &amp;selected</source>
        <translation>
            <numerusform>The &amp;selected one</numerusform>
            <numerusform>The %n &amp;selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FhirSending</name>
    <message numerus="yes">
        <source>%n FHIR bundles written</source>
        <translation>
            <numerusform>One FHIR bundle written</numerusform>
            <numerusform>%n FHIR bundles written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n FHIR bundles sent</source>
        <translation>
            <numerusform>One FHIR bundle sent</numerusform>
            <numerusform>%n FHIR bundles sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LeftOutNotice</name>
    <message numerus="yes">
        <source>%n files here may be photographs and are not in the list.</source>
        <translation>
            <numerusform>One file here may be a photograph and is not in the list.</numerusform>
            <numerusform>%n files here may be photographs and are not in the list.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutdatedResults</name>
    <message numerus="yes">
        <source>%n photographs here were examined by an earlier version of the model ({older}); in use is {model} {version}. Your own grades are kept.</source>
        <translation>
            <numerusform>%n photograph here was examined by an earlier version of the model ({older}); in use is {model} {version}. Your own grades are kept.</numerusform>
            <numerusform>%n photographs here were examined by an earlier version of the model ({older}); in use is {model} {version}. Your own grades are kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewController</name>
    <message numerus="yes">
        <source>Give {what} to %n photographs?</source>
        <translation>
            <numerusform>Give {what} to %n photograph?</numerusform>
            <numerusform>Give {what} to %n photographs?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sending</name>
    <message numerus="yes">
        <source>%n DICOM objects written</source>
        <translation>
            <numerusform>%n DICOM object written</numerusform>
            <numerusform>%n DICOM objects written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n de-identified copies saved</source>
        <translation>
            <numerusform>%n de-identified copy saved</numerusform>
            <numerusform>%n de-identified copies saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n DICOM objects on their way to the archive</source>
        <translation>
            <numerusform>%n DICOM object on its way to the archive</numerusform>
            <numerusform>%n DICOM objects on their way to the archive</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n DICOM objects sent</source>
        <translation>
            <numerusform>%n DICOM object sent</numerusform>
            <numerusform>%n DICOM objects sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{reason}. %n objects wait in the outbox.</source>
        <translation>
            <numerusform>{reason}. %n object waits in the outbox.</numerusform>
            <numerusform>{reason}. %n objects wait in the outbox.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WorklistPanel</name>
    <message numerus="yes">
        <source>%n photographs · {left} to review</source>
        <translation>
            <numerusform>%n photograph · {left} to review</numerusform>
            <numerusform>%n photographs · {left} to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n photographs · {left} to review</source>
        <translation>
            <numerusform>{shown} of %n photograph · {left} to review</numerusform>
            <numerusform>{shown} of %n photographs · {left} to review</numerusform>
        </translation>
    </message>
</context>
</TS>
